// Draws assets/icons/*.png out of the SVG sources, in every size that Outlook asks for: `npm run icons`.
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { chromium } from "playwright-core";
import carried from "@sparticuz/chromium";

const root = join(import.meta.dirname, "..");
/** Buttons 16 to 80, phones 25 to 144, the list of add-ins 64 and 128. */
const SIZES = [16, 20, 24, 25, 32, 40, 48, 50, 64, 75, 80, 96, 128, 144];
const LARGEST_SMALL = 25;

const svg = (name) => readFileSync(join(root, "assets", name), "utf8");
const executablePath = process.env.CHROMIUM ?? (await carried.executablePath());
const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
mkdirSync(join(root, "assets/icons"), { recursive: true });
for (const size of SIZES) {
  const page = await browser.newPage({ viewport: { width: size, height: size } });
  const drawing = svg(size <= LARGEST_SMALL ? "logo-small.svg" : "logo.svg");
  await page.setContent(`<style>*{margin:0}svg{display:block;width:100vw}</style>${drawing}`);
  const path = join(root, `assets/icons/icon-${size}.png`);
  await page.screenshot({ path, omitBackground: true });
  await page.close();
}
await browser.close();
