/** What is going to be sent, and how, until the button is pressed. */
import { useRef, useState } from "react";
import { toAppError, type AppError } from "../../core/errors";
import type { PublicConfig, PublicRoute } from "../../core/gateway-api";
import { NOTHING_PICKED, type Picked } from "../../platform/browser/picked";
import type { Inspection, SendRequest, Transfers } from "../../platform/browser/transfers";
import { expiryOf } from "../expiry-choices";
import { itemsOf, pickOf, totalsOf, type SendItem, type Totals } from "../send-items";

export interface SendOptions {
  readonly route: number;
  readonly expiryDays: number;
  readonly usesPassphrase: boolean;
  readonly passphrase: string;
  readonly repeated: string;
  readonly name: string;
  readonly contact: string;
}

/** The files and folders that were added, and what was found out about them. */
export interface PickList {
  readonly items: readonly SendItem[];
  /** All of them as one; the same object until something is added or taken off. */
  readonly picked: Picked;
  /** Undefined while it is being found out. */
  readonly inspection: Inspection | undefined;
  readonly problem: AppError | undefined;
  readonly add: (picked: Promise<Picked | undefined>) => void;
  readonly remove: (item: SendItem) => void;
  readonly clear: () => void;
}

export interface SendDraft extends PickList {
  readonly totals: Totals;
  readonly options: SendOptions;
  readonly change: (options: Partial<SendOptions>) => void;
}

/** The routes over which new transfers may be sent. */
export function openRoutes({ routes }: PublicConfig): readonly PublicRoute[] {
  return routes.filter(({ isOpen }) => isOpen);
}

function firstOptions(config: PublicConfig, name: string): SendOptions {
  const [route] = openRoutes(config);
  return {
    route: route?.number ?? 0,
    expiryDays: config.policy.expiryDays.default,
    ...{ usesPassphrase: false, passphrase: "", repeated: "", name, contact: "" },
  };
}

/** Who sends, as far as they said. */
export function senderOf({ name, contact }: SendOptions): NonNullable<SendRequest["from"]> {
  return {
    ...(name.trim() !== "" && { name: name.trim() }),
    ...(contact.trim() !== "" && { contact: contact.trim() }),
  };
}

/** Whether a passphrase that is wanted was entered twice alike. */
export function isPassphraseReady({ options }: Pick<SendDraft, "options">): boolean {
  const { usesPassphrase, passphrase, repeated } = options;
  return !usesPassphrase || (passphrase !== "" && passphrase === repeated);
}

/** What the transfer worker is asked for. */
export function requestOf({ picked, options }: SendDraft, nowMs: number): SendRequest {
  const { route, expiryDays, usesPassphrase, passphrase } = options;
  const from = senderOf(options);
  return {
    ...{ picked, route, expirySeconds: expiryOf(expiryDays, nowMs) },
    ...(usesPassphrase && { passphrase }),
    ...(Object.keys(from).length > 0 && { from }),
  };
}

interface ListState {
  readonly items: readonly SendItem[];
  readonly picked: Picked;
  readonly inspection?: Inspection;
  readonly problem?: AppError;
}

const NOTHING: ListState = { items: [], picked: NOTHING_PICKED };

export function usePickList(transfers: Pick<Transfers, "inspect">): PickList {
  const [state, setState] = useState(NOTHING);
  // The list as it will be: two drops in a row both count. What was found out about an earlier list does not.
  const latest = useRef(NOTHING);
  const batch = useRef(0);
  const show = (next: ListState): void => {
    latest.current = next;
    setState(next);
  };
  const fail = (error: unknown): void => {
    show({ ...latest.current, problem: toAppError(error) });
  };
  const replace = (items: readonly SendItem[]): void => {
    const next: ListState = { items, picked: pickOf(items) };
    show(next);
    if (items.length === 0) return;
    transfers.inspect(next.picked).then(
      (inspection) => {
        if (latest.current === next) show({ ...next, inspection });
      },
      (error: unknown) => {
        if (latest.current === next) fail(error);
      },
    );
  };
  const add = (picked: Promise<Picked | undefined>): void => {
    picked.then((found) => {
      batch.current += 1;
      if (found !== undefined) replace([...latest.current.items, ...itemsOf(found, batch.current)]);
    }, fail);
  };
  return {
    ...{ items: state.items, picked: state.picked, add },
    ...{ inspection: state.inspection, problem: state.problem },
    remove(item) {
      replace(latest.current.items.filter(({ key }) => key !== item.key));
    },
    clear() {
      replace([]);
    },
  };
}

/** `name`: of the sender, as far as it is known. */
export function useSendDraft(
  config: PublicConfig,
  transfers: Pick<Transfers, "inspect">,
  name = "",
): SendDraft {
  const list = usePickList(transfers);
  const [options, setOptions] = useState(() => firstOptions(config, name));
  const change = (some: Partial<SendOptions>): void => {
    setOptions((before) => ({ ...before, ...some }));
  };
  return {
    ...{ ...list, options, change, totals: totalsOf(list.items) },
    clear() {
      list.clear();
      change({ usesPassphrase: false, passphrase: "", repeated: "" });
    },
  };
}
