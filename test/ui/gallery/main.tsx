/** Shows one scene: /?scene=<name>&lang=<en|ja>. */
import { createRoot } from "react-dom/client";
import { AppProvider } from "../../../src/ui/app-provider";
import { stringsOf } from "../../../src/web/language";
import { PageShell } from "../../../src/web/page-shell";
import { SCENES } from "./scenes";

const question = new URLSearchParams(location.search);
const scene = SCENES[question.get("scene") ?? ""];
const strings = stringsOf([question.get("lang") ?? "en"]);
const nonce = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce;
const root = document.getElementById("root");

Object.assign(globalThis, { sceneNames: Object.keys(SCENES) });

if (root !== null && scene !== undefined) {
  createRoot(root).render(
    <AppProvider nonce={nonce} strings={strings}>
      <PageShell onLanguage={() => undefined} page={scene.page}>
        {scene.render(strings)}
      </PageShell>
    </AppProvider>,
  );
}
