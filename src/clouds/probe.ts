/**
 * Looks at a store as a browser and as a stranger: signed requests and preflights against a transfer that
 * nobody else knows and that is removed again. What it finds is said in src/strings/doctor-*.ts.
 */
import { equalBytes, type Bytes } from "../core/bytes";
import { isAppError, toAppError, type ErrorCode } from "../core/errors";
import type { Http, HttpAnswer } from "../core/http";
import type { CallOptions } from "../core/store/store";
import type { FindingCode } from "../core/store-words";
import type { Cloud, SignedTarget } from "./cloud";
import type { Finding } from "./finding";

export interface ProbeOptions extends CallOptions {
  readonly http: Http;
  /** Of the gateway's pages. */
  readonly origin: string;
  readonly nowMs: () => number;
  /** 24 random bytes. */
  readonly transfer: Bytes;
}

const NAME = "probe-of-the-doctor-";
const OTHER = "probe-of-other-size-";
const SLOT = "state-opened";
const STRANGER = "https://stranger.example";
const BYTES = new TextEncoder().encode("written by pro-porter doctor; may be removed");
const MAX_CLOCK_MS = 60_000;
const SIGNED_SECONDS = 300;

/** What a step's error says by itself, whatever the step was. */
const CODE_OF: Readonly<Partial<Record<ErrorCode, FindingCode>>> = {
  "store-clock": "clock",
  "store-missing": "missing",
};

class Probe {
  readonly #findings: Finding[] = [];
  readonly #cloud: Cloud;
  readonly #options: ProbeOptions;

  constructor(cloud: Cloud, options: ProbeOptions) {
    this.#cloud = cloud;
    this.#options = options;
  }

  async run(): Promise<readonly Finding[]> {
    if (!(await this.#step("unreachable", () => this.#cloud.check(this.#options)))) {
      return this.#findings;
    }
    try {
      await this.#requests();
    } finally {
      await this.#step("kept", () => this.#remove());
    }
    return this.#findings;
  }

  #find(code: FindingCode, reason: string): void {
    this.#findings.push({ code, reason });
  }

  /** Whether a step went well; its error becomes a finding. */
  async #step(code: FindingCode, step: () => Promise<void>): Promise<boolean> {
    try {
      await step();
      return true;
    } catch (error) {
      this.#options.signal.throwIfAborted();
      if (!isAppError(error)) throw error;
      this.#find(CODE_OF[error.code] ?? code, toAppError(error).code);
      return false;
    }
  }

  async #requests(): Promise<void> {
    const put = await this.#signPut(NAME);
    const written = await this.#send("PUT", put, BYTES);
    this.#lookAtClock(written);
    if (!isSuccess(written)) {
      this.#find("write-refused", `HTTP ${String(written.status)}`);
      return;
    }
    const get = await this.#signGet();
    if (!(await this.#isWhole(get))) this.#find("read-refused", "");
    await this.#send(
      "PUT",
      await this.#signPut(NAME),
      BYTES.map((byte) => byte ^ 1),
    );
    if (!(await this.#isWhole(get))) this.#find("overwritten", "");
    const larger = new Uint8Array([...BYTES, 0]);
    const other = await this.#send("PUT", await this.#signPut(OTHER), larger);
    if (isSuccess(other)) this.#find("size-unbound", "");
    const unsigned = { url: get.url.replace(/\?.*$/, ""), headers: {} };
    if (isSuccess(await this.#send("GET", unsigned))) this.#find("public", "");
    await this.#preflights(get, put);
    await this.#step("write-refused", () => this.#lookForVersions());
  }

  #lookAtClock(answer: HttpAnswer): void {
    const aheadMs = Date.parse(answer.header("date") ?? "") - this.#options.nowMs();
    if (Math.abs(aheadMs) > MAX_CLOCK_MS) {
      this.#find("clock", `${String(Math.round(aheadMs / 1000))} s`);
    }
  }

  /** As a browser asks before it makes a request of another origin. */
  async #preflights(get: SignedTarget, put: SignedTarget): Promise<void> {
    const { origin } = this.#options;
    if (!(await this.#mayAsk(get, "GET", STRANGER))) this.#find("read-origin", "");
    if (!(await this.#mayAsk(put, "PUT", origin))) this.#find("write-origin", origin);
    if (await this.#mayAsk(put, "PUT", STRANGER)) this.#find("wide-origin", "");
  }

  async #mayAsk(target: SignedTarget, method: "GET" | "PUT", origin: string): Promise<boolean> {
    const names = method === "GET" ? ["range"] : Object.keys(target.headers);
    const answer = await this.#send("OPTIONS", {
      url: target.url,
      headers: {
        origin,
        "access-control-request-method": method,
        "access-control-request-headers": names.join(","),
      },
    });
    const allowed = answer.header("access-control-allow-origin");
    return isSuccess(answer) && (allowed === "*" || allowed === origin);
  }

  async #lookForVersions(): Promise<void> {
    const { transfer } = this.#options;
    const states = this.#cloud.states(transfer);
    for (const bytes of [BYTES, BYTES.slice(1)]) await states.write(SLOT, bytes, this.#options);
    const versions = (await this.#cloud.countVersions?.(transfer, SLOT, this.#options)) ?? 1;
    if (versions > 1) this.#find("versions", "");
  }

  async #remove(): Promise<void> {
    const { transfer } = this.#options;
    const states = this.#cloud.states(transfer);
    const { left } = await states.removeFragments([], this.#options);
    await states.remove(SLOT, this.#options);
    if (left > 0) this.#find("kept", String(left));
  }

  #expiresAt(): number {
    return Math.floor(this.#options.nowMs() / 1000) + SIGNED_SECONDS;
  }

  #signPut(name: string): Promise<SignedTarget> {
    const { transfer } = this.#options;
    const order = { transfer, name, sizeBytes: BYTES.length, expiresAt: this.#expiresAt() };
    return this.#cloud.signPut(order);
  }

  #signGet(): Promise<SignedTarget> {
    const { transfer } = this.#options;
    return this.#cloud.signGet({ transfer, name: NAME, expiresAt: this.#expiresAt() });
  }

  async #isWhole(get: SignedTarget): Promise<boolean> {
    const answer = await this.#send("GET", get);
    return isSuccess(answer) && equalBytes(answer.body, BYTES);
  }

  #send(
    method: "GET" | "PUT" | "OPTIONS",
    { url, headers }: SignedTarget,
    body?: Bytes,
  ): Promise<HttpAnswer> {
    const { http, signal } = this.#options;
    const given = body === undefined ? {} : { body };
    return http({ ...{ method, url, headers, signal }, maxBytes: 16 * 1024, ...given });
  }
}

const isSuccess = ({ status }: HttpAnswer): boolean => status >= 200 && status < 300;

/** What is not in order at a store. Its errors are findings; network errors of single requests reject. */
export function probeStore(cloud: Cloud, options: ProbeOptions): Promise<readonly Finding[]> {
  return new Probe(cloud, options).run();
}
