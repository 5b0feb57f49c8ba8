/** Puts a page together: language, theme, the gateway's configuration, the transfer worker, the screen. */
import { StrictMode, useEffect, useState } from "react";
import { createRoot } from "react-dom/client";
import type { Transfers } from "../platform/browser/transfers";
import { AppProvider } from "../ui/app-provider";
import { choosePageStrings } from "../strings/pages/choose-page-strings";
import { InsecureNotice } from "../ui/components/page-notices";
import { WithConfig, type WithConfigProps } from "../ui/components/with-config";
import { keepLanguage, readLanguage } from "./language";
import { PageShell, type PageName } from "./page-shell";

/** What a page is made of. */
export interface PageParts extends Pick<WithConfigProps, "render"> {
  readonly transfers: Transfers;
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
    setStrings(choosePageStrings([language]));
  };
  return (
    <AppProvider nonce={nonce} strings={strings}>
      <PageShell onLanguage={choose} page={page}>
        {parts === undefined ? <InsecureNotice /> : <WithConfig {...parts} />}
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
