/** One page of the add-in in its frame: start-up, calls, events, and the functions it is asked to run. */
import { CODES, HostError } from "./host-error";
import type { FaultKind, Faults } from "./faults";
import type { Account, HostMail } from "./mail";
import { METHODS, type Method, type MethodContext } from "./methods";
import { appContext, HOST_ORIGIN, initialData, type Client } from "./start-up";
import {
  eventFor,
  INVOKE,
  parseCall,
  REGISTER,
  replyTo,
  type MethodCall,
  type Request,
} from "./wire";

export interface LoggedCall {
  readonly method: string;
  readonly params: Record<string, unknown>;
  readonly conversation: string;
}

/** What a conversation shares with its window. */
export interface Surroundings {
  readonly client: Client;
  readonly account: Account;
  readonly faults: Faults;
  readonly log: LoggedCall[];
  mail(): HostMail | undefined;
  readonly attachmentChanged: MethodContext["attachmentChanged"];
  readonly openWindow: (url: string) => void;
}

export interface Completion {
  /** 0, or 11101 when the page has no such function. */
  readonly status: number;
  /** What the handler gave to event.completed. */
  readonly completed: Record<string, unknown> | undefined;
}

const COMMAND_INVOKED = "appCommandInvoked";
const COMPLETED = 94;
/** More calls than this under way at once fail, as on the web. */
const MAX_CALLS = 3;

export class Conversation {
  private readonly registrations = new Map<string, Request>();
  private readonly completions: ((completion: Completion) => void)[] = [];
  private readonly readyListeners: (() => void)[] = [];
  private isReady = false;
  private running = 0;
  /** How many calls were under way at once at most. */
  peakCalls = 0;

  readonly id: string;
  private readonly around: Surroundings;
  private readonly initializationContext: string;
  private readonly post: (text: string) => Promise<void>;

  constructor(
    id: string,
    around: Surroundings,
    initializationContext: string,
    post: (text: string) => Promise<void>,
  ) {
    this.id = id;
    this.around = around;
    this.initializationContext = initializationContext;
    this.post = post;
  }

  /** Resolves when the page can be given commands and events. */
  ready(): Promise<void> {
    return this.isReady
      ? Promise.resolve()
      : new Promise((resolve) => {
          this.readyListeners.push(resolve);
        });
  }

  async receive(request: Request): Promise<void> {
    if (request._actionType === INVOKE) {
      const data = await this.answer(request);
      if (data !== NO_ANSWER) await this.post(replyTo(request, HOST_ORIGIN, data));
      return;
    }
    if (request._actionType === REGISTER) this.registrations.set(request._actionName, request);
    else this.registrations.delete(request._actionName);
    await this.post(replyTo(request, HOST_ORIGIN, { Error: 0 }));
    if (request._actionType === REGISTER && request._actionName === COMMAND_INVOKED) {
      this.isReady = true;
      for (const listener of this.readyListeners.splice(0)) listener();
    }
  }

  /** Fires an event when the page listens to it. */
  async emit(name: string, payload: unknown): Promise<boolean> {
    const registration = this.registrations.get(name);
    if (registration === undefined) return false;
    await this.post(eventFor(registration, HOST_ORIGIN, payload));
    return true;
  }

  /** Runs a function of a ribbon button or of a launch event; resolves when it says that it is done. */
  async invoke(functionName: string, event: Record<string, unknown>): Promise<Completion> {
    await this.ready();
    const done = new Promise<Completion>((resolve) => {
      this.completions.push(resolve);
    });
    await this.emit(COMMAND_INVOKED, ["command", functionName, JSON.stringify(event)]);
    return done;
  }

  private answer(request: Request): unknown {
    const { client, account } = this.around;
    const mail = this.around.mail();
    switch (request._actionName) {
      case "ContextActivationManager_getAppContextAsync":
        return appContext(this.id, client, account);
      case "ContextActivationManager_notifyHost":
        return {};
      case "GetInitialData":
        return mail === undefined ? { itemType: 6 } : initialData(mail, client, account);
      default: {
        const call = parseCall(request);
        if (call === undefined) return {};
        return call.isGeneric ? this.generic(call) : this.call(call);
      }
    }
  }

  private generic({ dispatchId, params }: MethodCall): unknown {
    if (dispatchId === COMPLETED) {
      const text = typeof params["2"] === "string" ? params["2"] : "";
      const event = (text === "" ? {} : JSON.parse(text)) as {
        completedContext?: Record<string, unknown>;
      };
      this.completions.shift()?.({
        status: Number(params["1"]),
        completed: event.completedContext,
      });
    }
    return { Version: 1, Error: 0 };
  }

  private async call({ dispatchId, params }: MethodCall): Promise<unknown> {
    const method = METHODS[dispatchId];
    const name = method?.name ?? String(dispatchId);
    this.around.log.push({ method: name, params, conversation: this.id });
    this.running += 1;
    this.peakCalls = Math.max(this.peakCalls, this.running);
    try {
      if (this.running > MAX_CALLS) throw new HostError(CODES.tooManyIncompleteRequests);
      return await this.outcome(method, params, this.around.faults.next(name));
    } catch (error) {
      if (!(error instanceof HostError)) throw error;
      return failed(error.code);
    } finally {
      this.running -= 1;
    }
  }

  private async outcome(
    method: Method | undefined,
    params: Record<string, unknown>,
    fault: FaultKind | undefined,
  ): Promise<unknown> {
    if (fault === "silence") return NO_ANSWER;
    if (typeof fault === "object" && "error" in fault) return failed(fault.error);
    if (typeof fault === "object" && "lie" in fault) return succeeded(fault.lie);
    if (typeof fault === "object" && "delayMs" in fault) {
      await new Promise((resolve) => setTimeout(resolve, fault.delayMs));
    }
    const data = await this.run(method, params);
    if (fault === "done-silently") return NO_ANSWER;
    if (typeof fault === "object" && "errorAfter" in fault) return failed(fault.errorAfter);
    return data;
  }

  private async run(method: Method | undefined, params: Record<string, unknown>): Promise<unknown> {
    const mail = this.around.mail();
    if (method === undefined) throw new HostError(CODES.notSupported);
    if (mail === undefined) throw new HostError(CODES.itemChanged);
    const data = await method.run({
      ...this.around,
      mail,
      params,
      initializationContext: this.initializationContext,
    });
    return isSpecial(data) ? data : succeeded(data);
  }
}

const NO_ANSWER = Symbol("no answer");

const failed = (errorCode: number): unknown => ({ error: true, errorCode });
const succeeded = (data: unknown): unknown => ({ error: false, errorCode: 0, data });

/** A few old methods answer without the usual wrapper. */
const isSpecial = (data: unknown): boolean =>
  typeof data === "object" && data !== null && "wasSuccessful" in data;
