/** Whether Outlook is dark, where it says so. */
/// <reference types="office-js" />
import type { Mailbox } from "./mailbox";
import type { OfficeCalls } from "./office-calls";

/** Undefined for what is no colour of six hexadecimal digits. */
function isDarkColor(color: unknown): boolean | undefined {
  const digits = typeof color === "string" ? /^#?([0-9a-f]{6})$/i.exec(color)?.[1] : undefined;
  if (digits === undefined) return undefined;
  const [red = 0, green = 0, blue = 0] = [0, 2, 4].map((at) =>
    parseInt(digits.slice(at, at + 2), 16),
  );
  return 0.299 * red + 0.587 * green + 0.114 * blue < 128;
}

/** What the event hands over, and what Office.context has; an older script has neither. */
interface GivenTheme {
  readonly bodyBackgroundColor?: unknown;
}

export function watchTheme(calls: OfficeCalls): Pick<Mailbox, "isDark" | "onThemeChange"> {
  const { mailbox } = Office.context;
  const { officeTheme } = Office.context as { readonly officeTheme?: GivenTheme | null };
  const listeners = new Set<() => void>();
  let isDark = isDarkColor(officeTheme?.bodyBackgroundColor);
  const changed = ({ officeTheme: given }: { readonly officeTheme?: GivenTheme }): void => {
    isDark = isDarkColor(given?.bodyBackgroundColor);
    for (const listener of [...listeners]) listener();
  };
  const type = (Office.EventType as Partial<typeof Office.EventType>).OfficeThemeChanged;
  if (type !== undefined && typeof mailbox.addHandlerAsync === "function") {
    void calls
      .call("addHandlerAsync", (done) => {
        mailbox.addHandlerAsync(type, changed, done);
      })
      .catch(() => undefined);
  }
  return {
    get isDark() {
      return isDark;
    },
    onThemeChange: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
