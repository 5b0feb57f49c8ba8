/** The transfers of a pane with the sign-in that its gateway may ask for. */
import { createTransfers } from "../platform/browser/create-transfers";
import { openMsal } from "../platform/browser/open-msal";
import type { Transfers } from "../platform/browser/transfers";
import { createUserSession } from "../platform/browser/user-session";
import { createSignInFlow, type SignInFlow } from "../ui/flows/sign-in-flow";

export interface OwnGateway {
  readonly transfers: Transfers;
  readonly signIn: SignInFlow;
}

export function openOwnGateway(): OwnGateway {
  const session = createUserSession({ config: () => transfers.config(), openMsal });
  const transfers: Transfers = createTransfers({
    gateway: location.origin,
    token: () => session.token(),
  });
  return { transfers, signIn: createSignInFlow(session) };
}
