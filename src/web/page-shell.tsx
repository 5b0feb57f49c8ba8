/** The frame of the pages outside Outlook: product, navigation, language, and the page's screen. */
import {
  Button,
  Link,
  makeStyles,
  mergeClasses,
  tokens,
  typographyStyles,
} from "@fluentui/react-components";
import { LocalLanguageRegular } from "@fluentui/react-icons/svg/local-language";
import { useRef, type ReactNode } from "react";
import { Logo } from "../ui/components/logo";
import { useStrings } from "../ui/strings-context";
import { otherLanguage } from "./language";

const useStyles = makeStyles({
  page: { display: "flex", flexDirection: "column", minHeight: "100dvh" },
  skip: {
    position: "absolute",
    insetInlineStart: tokens.spacingHorizontalM,
    top: "-60px",
    zIndex: 2,
    padding: tokens.spacingHorizontalM,
    backgroundColor: tokens.colorNeutralBackground1,
    ":focus": { top: tokens.spacingVerticalS },
  },
  header: {
    display: "flex",
    flexWrap: "wrap",
    alignItems: "center",
    columnGap: tokens.spacingHorizontalXL,
    paddingInline: "clamp(12px, 3vw, 32px)",
    backgroundColor: tokens.colorNeutralBackground1,
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
  },
  product: {
    ...typographyStyles.subtitle2,
    display: "flex",
    alignItems: "center",
    gap: tokens.spacingHorizontalS,
    paddingBlock: tokens.spacingVerticalM,
  },
  nav: {
    display: "flex",
    flexGrow: 1,
    "@media (max-width: 560px)": { order: 3, flexBasis: "100%" },
  },
  link: {
    display: "inline-block",
    paddingInline: tokens.spacingHorizontalM,
    paddingBlock: tokens.spacingVerticalM,
    boxSizing: "border-box",
    borderBottom: "3px solid transparent",
    color: tokens.colorNeutralForeground2,
    textDecorationLine: "none",
    "@media (max-width: 560px)": {
      ":first-child": { marginInlineStart: `calc(-1 * ${tokens.spacingHorizontalM})` },
    },
    "&[aria-current]": {
      color: tokens.colorNeutralForeground1,
      fontWeight: tokens.fontWeightSemibold,
      borderBottomColor: tokens.colorCompoundBrandStroke,
      "@media (forced-colors: active)": { borderBottomColor: "Highlight" },
    },
    // There a line that cannot be seen is drawn all the same.
    "@media (forced-colors: active)": { borderBottomColor: "Canvas" },
  },
  language: { marginInlineStart: "auto" },
  main: {
    flexGrow: 1,
    boxSizing: "border-box",
    width: "100%",
    maxWidth: "816px",
    marginInline: "auto",
    padding: "clamp(20px, 5vw, 48px) clamp(12px, 3vw, 24px)",
    outlineStyle: "none",
  },
  footer: {
    ...typographyStyles.caption1,
    boxSizing: "border-box",
    width: "100%",
    maxWidth: "816px",
    marginInline: "auto",
    padding: `0 clamp(12px, 3vw, 24px) ${tokens.spacingVerticalXXL}`,
    color: tokens.colorNeutralForeground2,
    textWrap: "pretty",
  },
  wide: { maxWidth: "1440px" },
});

export type PageName = "restore" | "send" | "transfers" | "try";

const ADDRESSES: Readonly<Record<PageName, string>> = {
  restore: "/",
  send: "/send",
  transfers: "/transfers",
  try: "/try",
};
const PAGES: readonly PageName[] = ["restore", "send", "transfers"];
/** Not every gateway has it: only it itself leads there. */
const TRIAL: readonly PageName[] = ["try", ...PAGES];

export interface PageShellProps {
  readonly page: PageName;
  readonly onLanguage: (language: string) => void;
  readonly children: ReactNode;
}

function Navigation({ page }: { readonly page: PageName }) {
  const styles = useStyles();
  const { common } = useStrings().pages;
  return (
    <nav aria-label={common.mainNavigation} className={styles.nav}>
      {(page === "try" ? TRIAL : PAGES).map((name) => (
        <Link
          appearance="subtle"
          className={styles.link}
          href={ADDRESSES[name]}
          key={name}
          {...(name === page && { "aria-current": "page" })}
        >
          {common.navigation[name]}
        </Link>
      ))}
    </nav>
  );
}

export function PageShell({ page, onLanguage, children }: PageShellProps) {
  const styles = useStyles();
  const { common } = useStrings().pages;
  const other = otherLanguage(common.language);
  // Not a link to a fragment: on the restore page what follows # is an index.
  const main = useRef<HTMLElement>(null);
  return (
    <div className={styles.page}>
      <Link as="button" className={styles.skip} onClick={() => main.current?.focus()}>
        {common.skipToContent}
      </Link>
      <header className={styles.header}>
        <div className={styles.product}>
          <Logo sizePx={28} />
          {common.product}
        </div>
        <Navigation page={page} />
        <Button
          appearance="subtle"
          className={styles.language}
          icon={<LocalLanguageRegular />}
          lang={other.code}
          onClick={() => {
            onLanguage(other.code);
          }}
        >
          {other.name}
        </Button>
      </header>
      <main
        className={mergeClasses(styles.main, page === "try" && styles.wide)}
        ref={main}
        tabIndex={-1}
      >
        {children}
      </main>
      <footer className={mergeClasses(styles.footer, page === "try" && styles.wide)}>
        {common.footer}
      </footer>
    </div>
  );
}
