import { rmSync } from "node:fs";
import { openLocalStore } from "../../src/clouds/local";
import { objectStoreContract } from "../contract/object-store.contract";
import { stateStoreContract } from "../contract/state-store.contract";
import { tempFolder } from "../fakes/temp";

const transferId = new Uint8Array(24).fill(9);

describe.each([{ durable: false }, { durable: true }])("%j", ({ durable }) => {
  objectStoreContract("the local store", () => {
    const folder = tempFolder("local");
    const open = () => openLocalStore({ id: "local", folder, transferId, durable }).objects;
    return {
      ...{ store: open(), reopen: open },
      breakMedium: () => {
        rmSync(folder, { recursive: true });
      },
    };
  });

  stateStoreContract("the local store", () => {
    const folder = tempFolder("local");
    return {
      ...openLocalStore({ id: "local", folder, transferId, durable }),
      breakMedium: () => {
        rmSync(folder, { recursive: true });
      },
    };
  });
});
