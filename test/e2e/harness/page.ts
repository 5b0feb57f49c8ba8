/** A page without markup: what a screen works with, at the hands of a test. */
import { createTransfers } from "../../../src/platform/browser/create-transfers";
import { readDrop } from "../../../src/platform/browser/read-drop";
import { walkHandles } from "../../../src/platform/browser/walk-handles";

const ports = new Worker(new URL("./ports-worker.ts", import.meta.url), { name: "ports" });

Object.assign(globalThis, { harness: { createTransfers, readDrop, walkHandles, ports } });
