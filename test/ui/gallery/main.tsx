/** Shows one scene: /?scene=<name>&lang=<en|ja>. */
import { createRoot } from "react-dom/client";
import { AppProvider } from "../../../src/ui/app-provider";
import { choosePageStrings } from "../../../src/strings/pages/choose-page-strings";
import { PageShell } from "../../../src/web/page-shell";
import { PaneShell } from "../../../src/ui/components/pane-shell";
import { COMPOSE_SCENES } from "./compose-scenes";
import { READ_SCENES } from "./read-scenes";
import { SCENES as PAGE_SCENES, type Scene } from "./scenes";

const SCENES = { ...PAGE_SCENES, ...COMPOSE_SCENES, ...READ_SCENES };
const question = new URLSearchParams(location.search);
const scene = (SCENES as Readonly<Partial<Record<string, Scene>>>)[question.get("scene") ?? ""];
const strings = choosePageStrings([question.get("lang") ?? "en"]);
const nonce = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce;
const root = document.getElementById("root");

const namesOf = (isPane: boolean): readonly string[] =>
  Object.entries(SCENES)
    .filter(([, { page }]) => (page === "pane") === isPane)
    .map(([name]) => name);

Object.assign(globalThis, { pageScenes: namesOf(false), paneScenes: namesOf(true) });

if (root !== null && scene !== undefined) {
  createRoot(root).render(
    <AppProvider nonce={nonce} strings={strings}>
      {scene.page === "pane" ? (
        <PaneShell>{scene.render(strings)}</PaneShell>
      ) : (
        <PageShell onLanguage={() => undefined} page={scene.page}>
          {scene.render(strings)}
        </PageShell>
      )}
    </AppProvider>,
  );
  void settle(scene);
}

/** Acts once the screen is there, and says when all is drawn. */
async function settle({ act }: Scene): Promise<void> {
  const wait = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 150));
  await wait();
  act?.();
  if (act !== undefined) await wait();
  await document.fonts.ready;
  document.body.dataset["settled"] = "";
}
