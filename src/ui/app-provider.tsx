/** What every tree of screens stands in: Fluent with the page's nonce, the theme, the words. */
import {
  createDOMRenderer,
  FluentProvider,
  makeStaticStyles,
  makeStyles,
  RendererProvider,
  tokens,
} from "@fluentui/react-components";
import { useEffect, useMemo, type ReactNode } from "react";
import type { PageStrings } from "../strings/pages/en";
import { useMediaQuery } from "./hooks/use-media-query";
import { StringsContext } from "./strings-context";
import { themeFor } from "./theme";

const useBodyStyles = makeStaticStyles({
  body: { margin: 0 },
  // Japanese that does not fit one line breaks between phrases where the browser can tell them apart.
  button: { wordBreak: "auto-phrase" },
});

const useStyles = makeStyles({
  root: { backgroundColor: tokens.colorNeutralBackground3, minHeight: "100dvh" },
});

type ThemedProps = Pick<AppProviderProps, "isDark" | "children">;

function Themed({ isDark: isSurroundingDark, children }: ThemedProps) {
  useBodyStyles();
  const styles = useStyles();
  const isSystemDark = useMediaQuery("(prefers-color-scheme: dark)");
  const isDark = isSurroundingDark ?? isSystemDark;
  const wantsContrast = useMediaQuery("(prefers-contrast: more)");
  const theme = useMemo(() => themeFor({ isDark, wantsContrast }), [isDark, wantsContrast]);
  return (
    <FluentProvider theme={theme}>
      {/* Not a class of the provider: Fluent gives that to the layers of dialogs too. */}
      <div className={styles.root}>{children}</div>
    </FluentProvider>
  );
}

export interface AppProviderProps {
  readonly strings: PageStrings;
  /** The nonce of the page's Content-Security-Policy: style elements without it are refused. */
  readonly nonce: string | undefined;
  /** Whether what the tree is shown in is dark; by default the system decides. */
  readonly isDark?: boolean | undefined;
  readonly children: ReactNode;
}

export function AppProvider({ strings, nonce, isDark, children }: AppProviderProps) {
  const renderer = useMemo(
    () =>
      createDOMRenderer(document, nonce === undefined ? {} : { styleElementAttributes: { nonce } }),
    [nonce],
  );
  const { language } = strings.pages.common;
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  return (
    <RendererProvider renderer={renderer} targetDocument={document}>
      <Themed isDark={isDark}>
        <StringsContext value={strings}>{children}</StringsContext>
      </Themed>
    </RendererProvider>
  );
}
