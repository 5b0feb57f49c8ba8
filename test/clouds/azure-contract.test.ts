import type { Cloud } from "../../src/clouds/cloud";
import type { Http } from "../../src/core/http";
import { createPooledHttp } from "../../src/platform/node/pooled-http";
import { cloudContract, cloudStoresContract } from "../contract/cloud.contract";
import { AZURITE_KEY, startAzurite, type Azurite } from "./azurite";
import { openTestCloud } from "./open";

const pool = createPooledHttp();
/** Azurite answers a range of an empty blob with 206 and "bytes 0--1/0"; Azure itself with 416. */
const http: Http = async (request) => {
  const answer = await pool.http(request);
  if (answer.header("content-range") !== "bytes 0--1/0") return answer;
  return {
    ...answer,
    status: 416,
    header: (name) => (name === "content-range" ? "bytes */0" : ""),
  };
};
let azurite: Azurite;
let cloud: Cloud;
let number = 0;

beforeAll(async () => {
  azurite = await startAzurite();
}, 90_000);
afterAll(async () => {
  await pool.close();
  azurite.stop();
});
const renew = async (): Promise<void> => {
  number += 1;
  const container = `test-${String(number)}`;
  await azurite.service.createContainer(container);
  const place = { account: AZURITE_KEY.keyId, container, endpoint: azurite.endpoint };
  cloud = await openTestCloud({ cloud: "azure", ...place }, AZURITE_KEY);
};

cloudContract("azure", async () => {
  await renew();
  return {
    cloud,
    bindsSize: false,
    // The right to create, and not to overwrite, is in the signature itself.
    unboundHeaders: ["if-none-match"],
    breakMedium: async () => {
      await azurite.service.deleteContainer(`test-${String(number)}`);
    },
    stop: () => Promise.resolve(),
  };
});

describe("azure", () => {
  beforeEach(renew);
  cloudStoresContract("azure", () => ({ cloud, http }));
});
