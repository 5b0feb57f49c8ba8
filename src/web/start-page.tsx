/** Puts a page together: language, theme, the gateway's configuration, the transfer worker, the screen. */
import { Spinner } from "@fluentui/react-components";
import { StrictMode, useEffect, useMemo, useState, type ReactNode } from "react";
import { createRoot } from "react-dom/client";
import type { PublicConfig } from "../core/gateway-api";
import type { Transfers } from "../platform/browser/transfers";
import { AppProvider } from "../ui/app-provider";
import { createStoreNames, type NameStore } from "../ui/store-names";
import { useStrings } from "../ui/strings-context";
import { keepLanguage, readLanguage, stringsOf } from "./language";
import { InsecureNotice, UnreachableNotice } from "./notices";
import { PageShell, type PageName } from "./page-shell";

/** What a screen gets once the gateway has said how it is set up. */
export interface PageServices {
  readonly config: PublicConfig;
  readonly nameStore: NameStore;
}

/** What a page is made of. */
export interface PageParts {
  readonly transfers: Transfers;
  readonly render: (services: PageServices) => ReactNode;
}

type ConfigState = PublicConfig | "asking" | "unreachable";

function useConfig(transfers: Transfers): {
  readonly config: ConfigState;
  readonly retry: () => void;
} {
  const [config, setConfig] = useState<ConfigState>("asking");
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    let isWanted = true;
    transfers.config().then(
      (found) => {
        if (isWanted) setConfig(found);
      },
      () => {
        if (isWanted) setConfig("unreachable");
      },
    );
    return () => {
      isWanted = false;
    };
  }, [transfers, attempt]);
  const retry = (): void => {
    setConfig("asking");
    setAttempt(attempt + 1);
  };
  return { config, retry };
}

function Content({ transfers, render }: PageParts) {
  const strings = useStrings();
  const { config, retry } = useConfig(transfers);
  const nameStore = useMemo(
    () => createStoreNames(typeof config === "string" ? [] : config.routes, strings),
    [config, strings],
  );
  if (config === "asking") return <Spinner label={strings.pages.common.loading} />;
  if (config === "unreachable") return <UnreachableNotice onRetry={retry} />;
  return render({ config, nameStore });
}

interface PageProps {
  readonly page: PageName;
  /** Undefined where the browser offers no cryptography: then there is nothing to show but that. */
  readonly parts: PageParts | undefined;
  readonly nonce: string | undefined;
}

function Page({ page, nonce, parts }: PageProps) {
  const [strings, setStrings] = useState(readLanguage);
  const title = `${strings.pages[page].title} – ${strings.pages.common.product}`;
  useEffect(() => {
    document.title = title;
  }, [title]);
  const choose = (language: string): void => {
    keepLanguage(language);
    setStrings(stringsOf([language]));
  };
  return (
    <AppProvider nonce={nonce} strings={strings}>
      <PageShell onLanguage={choose} page={page}>
        {parts === undefined ? <InsecureNotice /> : <Content {...parts} />}
      </PageShell>
    </AppProvider>
  );
}

/** Mounts a page into #root of src/web/page.html. `create` makes its parts, in a secure context only. */
export function startPage(page: PageName, create: () => PageParts): void {
  const nonce = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce;
  const root = document.getElementById("root");
  if (root === null) return;
  const parts = isSecureContext ? create() : undefined;
  createRoot(root).render(
    <StrictMode>
      <Page nonce={nonce} page={page} parts={parts} />
    </StrictMode>,
  );
}
