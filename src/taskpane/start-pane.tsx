/** Puts a pane together: Outlook, its language and theme, the gateway's configuration, the screen. */
import { Spinner } from "@fluentui/react-components";
import { StrictMode, useEffect, useState, useSyncExternalStore, type ReactNode } from "react";
import { createRoot } from "react-dom/client";
import { toAppError, type AppError } from "../core/errors";
import type { Mailbox } from "../outlook/mailbox";
import { openMailbox } from "../outlook/office-mailbox";
import type { Transfers } from "../platform/browser/transfers";
import { choosePageStrings } from "../strings/pages/choose-page-strings";
import { AppProvider } from "../ui/app-provider";
import { OutsideNotice, type PaneName } from "../ui/components/pane-notices";
import { PaneShell } from "../ui/components/pane-shell";
import { WithConfig, type ConfiguredServices } from "../ui/components/with-config";
import { useStrings } from "../ui/strings-context";

/** What a pane is made of. */
export interface PaneParts {
  readonly transfers: Transfers;
  readonly render: (services: ConfiguredServices) => ReactNode;
}

type Opening =
  | { readonly step: "waiting" }
  | { readonly step: "failed"; readonly problem: AppError }
  | { readonly step: "open"; readonly mailbox: Mailbox; readonly parts: PaneParts };

type Create = (mailbox: Mailbox) => PaneParts;

/** Outlook is opened once, however often React looks. */
function watchOpening(create: Create) {
  let now: Opening = { step: "waiting" };
  const listeners = new Set<() => void>();
  const show = (next: Opening): void => {
    now = next;
    for (const listener of listeners) listener();
  };
  openMailbox().then(
    (mailbox) => {
      show({ step: "open", mailbox, parts: create(mailbox) });
    },
    (error: unknown) => {
      show({ step: "failed", problem: toAppError(error) });
    },
  );
  return {
    current: () => now,
    subscribe: (listener: () => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** Outlook's theme, as long as it says one. */
function useIsDark(mailbox: Mailbox | undefined): boolean | undefined {
  return useSyncExternalStore(
    (listener) => mailbox?.onThemeChange(listener) ?? (() => undefined),
    () => mailbox?.isDark,
  );
}

interface PaneProps {
  readonly pane: PaneName;
  readonly opening: ReturnType<typeof watchOpening>;
  readonly nonce: string | undefined;
}

function Content({ pane, opening }: { readonly pane: PaneName; readonly opening: Opening }) {
  const { pages } = useStrings();
  const title = `${pages.pane.title[pane]} – ${pages.common.product}`;
  useEffect(() => {
    document.title = title;
  }, [title]);
  if (opening.step === "waiting") return <Spinner label={pages.pane.waiting} />;
  if (opening.step === "open") return <WithConfig {...opening.parts} />;
  const retry = (): void => {
    location.reload();
  };
  return <OutsideNotice onRetry={retry} pane={pane} problem={opening.problem} />;
}

function Pane({ pane, opening, nonce }: PaneProps) {
  const now = useSyncExternalStore(opening.subscribe, opening.current);
  const mailbox = now.step === "open" ? now.mailbox : undefined;
  const [browserLanguages] = useState(() => navigator.languages);
  const strings = choosePageStrings(mailbox === undefined ? browserLanguages : [mailbox.language]);
  return (
    <AppProvider isDark={useIsDark(mailbox)} nonce={nonce} strings={strings}>
      <PaneShell>
        <Content opening={now} pane={pane} />
      </PaneShell>
    </AppProvider>
  );
}

/** Mounts a pane into #root of src/taskpane/pane.html. `create` makes its parts once Outlook is there. */
export function startPane(pane: PaneName, create: Create): void {
  const nonce = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce;
  const root = document.getElementById("root");
  if (root === null) return;
  const opening = watchOpening(create);
  createRoot(root).render(
    <StrictMode>
      <Pane nonce={nonce} opening={opening} pane={pane} />
    </StrictMode>,
  );
}
