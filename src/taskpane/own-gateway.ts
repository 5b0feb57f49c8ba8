/** The transfers of a pane with the sign-in that its gateway may ask for. */
import { openSignInPort } from "../outlook/office-sign-in";
import { createTransfers } from "../platform/browser/create-transfers";
import { openNestedMsal } from "../platform/browser/open-nested-msal";
import { createPaneSession } from "../platform/browser/pane-session";
import type { Transfers } from "../platform/browser/transfers";
import { createSignInFlow, type SignInFlow } from "../ui/flows/sign-in-flow";

export interface OwnGateway {
  readonly transfers: Transfers;
  readonly signIn: SignInFlow;
}

/** To be called once Outlook is there. */
export function openOwnGateway(): OwnGateway {
  const { isNested, askInWindow } = openSignInPort();
  const session = createPaneSession({
    ...{ isNested, openNestedMsal, askInWindow },
    config: () => transfers.config(),
    nowMs: Date.now,
  });
  const transfers: Transfers = createTransfers({
    gateway: location.origin,
    token: () => session.token(),
  });
  return { transfers, signIn: createSignInFlow(session) };
}
