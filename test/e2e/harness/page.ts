/** A page without markup: what a screen works with, at the hands of a test. */
import { createTransfers } from "../../../src/platform/browser/create-transfers";
import { readDrop } from "../../../src/platform/browser/read-drop";
import { walkHandles } from "../../../src/platform/browser/walk-handles";

const ports = new Worker(new URL("./worker/ports-worker.ts", import.meta.url), { name: "ports" });

const harness = { createTransfers, readDrop, walkHandles, ports };
export type Harness = typeof harness;

Object.assign(globalThis, { harness });
