/** What the worker of the harness answers to a test. */
export type PortAnswer =
  | { readonly ok: true; readonly value: unknown }
  | {
      readonly ok: false;
      /** The signal that the test wanted aborted was the reason. */
      readonly isAbort: boolean;
      readonly name: string;
      readonly code: string | undefined;
      readonly text: string;
    };
