/** The window in which a pane signs in, `/sign-in`. Outside of Outlook it does nothing. */
import { readAnswer, readPublicConfig } from "../core/gateway-api";
import { isOutlookWindow, tellOpener } from "../outlook/office-sign-in";
import { signInHere } from "../platform/browser/sign-in-window";

/** From the gateway and not from the address: a link must not choose who is asked for a password. */
async function signIn(): Promise<void> {
  if (!(await isOutlookWindow())) return;
  const response = await fetch("/api/v1/config", { credentials: "omit" });
  const config = readAnswer(await response.text(), readPublicConfig);
  if (config.signIn.mode === "none") return;
  const answer = await signInHere(config.signIn);
  if (answer !== undefined) tellOpener(JSON.stringify(answer));
}

signIn().catch(() => {
  tellOpener(JSON.stringify({ errorCode: "network_error", name: "", host: location.host }));
});
