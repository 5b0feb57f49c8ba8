/**
 * The port to one cloud for whoever holds its keys: it signs requests, keeps the state of transfers and
 * removes them. Data never passes through it. What an implementation MUST guarantee
 * (test/contract/cloud.contract.ts has a test for each number):
 *
 *  1. a signed PUT creates exactly the object that was ordered, of exactly the size ordered where the
 *     cloud can bind it, and never replaces another one.
 *  2. a signed GET reads exactly the object that was ordered, whole or in a range.
 *  3. a signed request that was changed, or is used after its time, does nothing.
 *  4. signing asks nobody where the cloud allows it, and never takes longer than a call to the cloud.
 *  5. states is a StateStore (its own contract) beside the objects that signed requests make.
 *  6. transfers names every transfer that has something there, and nothing else.
 *  7. every rejection is an AppError, or the reason of the signal.
 *
 * An ability that not every cloud has is a property that is there or not.
 */
import type { Bytes } from "../core/bytes";
import type { StateStore } from "../core/store/state-store";
import type { CallOptions } from "../core/store/store";
import type { BucketAdmin, Wanted } from "./settings";

export interface GetOrder {
  /** T. */
  readonly transfer: Bytes;
  /** Name of the fragment, checked by its form. */
  readonly name: string;
  /** Unix seconds. The order's giver keeps it within 15 minutes: not every cloud refuses more. */
  readonly expiresAt: number;
}

export interface PutOrder extends GetOrder {
  readonly sizeBytes: number;
}

/** Where a client sends the request, and the headers that it sends, exactly. */
export interface SignedTarget {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** A cloud that has to be served by ourselves. */
export interface CloudServer {
  /** Begins to answer signed requests; resolves with where it is reached. Throws `port-taken`. */
  listen(): Promise<string>;
  /** Stops taking requests, and cuts what is not done after `graceMs`. */
  close(graceMs: number): Promise<void>;
}

/** For whoever may change the bucket. Its rejections are AppErrors. */
export interface CloudAdmin extends BucketAdmin {
  /** Whether something stands under the prefix that no transfer of ours left there. */
  holdsForeign(): Promise<boolean>;
}

export interface Cloud {
  /** The store's id in the configuration. */
  readonly id: string;
  signPut(order: PutOrder): Promise<SignedTarget>;
  signGet(order: GetOrder): Promise<SignedTarget>;
  /** The state of one transfer, and its removal. */
  states(transfer: Bytes): StateStore;
  /** The transfers that have something here, in pages, in any order. */
  transfers(options: CallOptions): AsyncIterable<readonly Bytes[]>;
  /** Resolves when the store answers. */
  check(options: CallOptions): Promise<void>;
  /** How many versions of one object the cloud keeps; left out where there are none. */
  countVersions?(transfer: Bytes, name: string, options: CallOptions): Promise<number>;
  /** Its settings, to be looked at and mended; left out, or undefined, where they are out of reach. */
  admin?(wanted: Wanted, options: CallOptions): Promise<CloudAdmin | undefined>;
  readonly server?: CloudServer;
}
