/** A route over four clouds, a fault proxy before each: as it stands in a configuration, and what they hold. */
import { closeAtEnd } from "../fakes/temp";
import {
  CLOUD_IDS,
  CLOUD_KEYS,
  startCloudServers,
  storesAt,
  type CloudId,
  type CloudServers,
} from "./cloud-servers";
import { createBucket, type HeldBucket } from "./doubles/object-table";
import { startFaultProxy, type FaultProxy } from "./fault-proxy";
import { keysOf } from "./open";

const K = 3;

export class FourClouds {
  /** The keys of all. */
  readonly env: Readonly<Record<string, string>> = Object.fromEntries(
    CLOUD_IDS.flatMap((id) => Object.entries(keysOf(id, CLOUD_KEYS[id]))),
  );
  readonly proxies: Readonly<Record<CloudId, FaultProxy>>;
  readonly #servers: CloudServers;
  #number = 0;

  constructor(servers: CloudServers, proxies: Readonly<Record<CloudId, FaultProxy>>) {
    this.#servers = servers;
    this.proxies = proxies;
  }

  get #container(): string {
    return `container-${String(this.#number)}`;
  }

  /** The buckets of those that are doubles. */
  buckets(): HeldBucket[] {
    return Object.values(this.#servers.doubles).map(({ buckets }) => buckets.get("bucket")!);
  }

  /** New buckets, which keep versions, at clouds that are well. */
  async renew(): Promise<void> {
    this.#number += 1;
    await this.#servers.azurite.service.createContainer(this.#container);
    for (const { buckets } of Object.values(this.#servers.doubles)) {
      buckets.set("bucket", Object.assign(createBucket(), { keepsVersions: true }));
    }
    await this.recover();
  }

  /** Nothing goes wrong any more. */
  async recover(): Promise<void> {
    for (const proxy of Object.values(this.proxies)) {
      proxy.spoil = undefined;
      await proxy.start();
    }
  }

  /** The configuration; some stores are reached at another address. */
  config(endpoints: Partial<Record<CloudId, string>> = {}): object {
    const { "azure-jp": azure, "s3-us": s3, "gcs-eu": gcs, "oss-sh": oss } = this.proxies;
    const origins = {
      ...{ "azure-jp": azure.origin, "s3-us": s3.origin },
      ...{ "gcs-eu": gcs.origin, "oss-sh": oss.origin },
    };
    const stores = storesAt({ ...origins, ...endpoints }, this.#container);
    return { stores, routes: [{ id: 0, stores: CLOUD_IDS, k: K }] };
  }

  /** The names of all objects and of their old versions, of one cloud after the other. */
  async held(): Promise<string[][]> {
    const names: string[] = [];
    const container = this.#servers.azurite.service.getContainerClient(this.#container);
    for await (const { name } of container.listBlobsFlat({ includeVersions: true })) {
      names.push(name);
    }
    return [names, ...this.buckets().map(({ versions }) => [...versions.keys()])];
  }

  /** What a recall leaves. */
  async expectOnlyMarks(): Promise<void> {
    for (const names of await this.held()) {
      expect(names.map((name) => name.split("/").at(-1))).toEqual(["state-recalled"]);
    }
  }
}

/** They end with the tests of the file. */
export async function startFourClouds(): Promise<FourClouds> {
  const servers = await startCloudServers();
  closeAtEnd(() => servers.stop());
  const { origins } = servers;
  return new FourClouds(servers, {
    "azure-jp": await startFaultProxy(origins["azure-jp"]),
    "s3-us": await startFaultProxy(origins["s3-us"]),
    "gcs-eu": await startFaultProxy(origins["gcs-eu"]),
    "oss-sh": await startFaultProxy(origins["oss-sh"]),
  });
}
