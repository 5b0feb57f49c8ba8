/** The messages between office.js and its host: JSON texts by window.postMessage. */

export const INVOKE = 0;
export const REGISTER = 1;
export const UNREGISTER = 2;

export interface Request {
  readonly _messageType: number;
  readonly _actionName: string;
  readonly _actionType: number;
  readonly _conversationId: string;
  readonly _correlationId: number;
  readonly _origin: string;
  readonly _data: unknown;
}

/** Undefined for what is no request of office.js. */
export function parseRequest(text: string): Request | undefined {
  let message: Partial<Request>;
  try {
    message = JSON.parse(text) as Partial<Request>;
  } catch {
    return undefined;
  }
  return message._messageType === 0 && typeof message._actionName === "string"
    ? (message as Request)
    : undefined;
}

const answer = (request: Request, hostOrigin: string, isEvent: boolean, data: unknown): string =>
  JSON.stringify({
    _messageType: 1,
    _actionName: request._actionName,
    _conversationId: request._conversationId,
    _correlationId: request._correlationId,
    _errorCode: 0,
    _responseType: isEvent ? 1 : 0,
    _data: data,
    _serializerVersion: 1,
    _origin: hostOrigin,
  });

export const replyTo = (request: Request, hostOrigin: string, data: unknown): string =>
  answer(request, hostOrigin, false, data);

/** An event for the handler that `registration` registered. */
export const eventFor = (registration: Request, hostOrigin: string, data: unknown): string =>
  answer(registration, hostOrigin, true, data);

/** `ExecuteMethod` with its parameters, whichever of its two spellings. */
export interface MethodCall {
  readonly dispatchId: number;
  readonly params: Record<string, unknown>;
  readonly isGeneric: boolean;
}

export function parseCall(request: Request): MethodCall | undefined {
  const data = request._data as
    | {
        readonly ApiParams?: Record<string, unknown>;
        readonly MethodData?: { readonly DispatchId: number };
        readonly DdaMethod?: { readonly DispatchId: number };
      }
    | undefined;
  if (data?.DdaMethod !== undefined) {
    const { DdaMethod: method, ...params } = data;
    return { dispatchId: method.DispatchId, params, isGeneric: true };
  }
  if (data?.MethodData === undefined) return undefined;
  return { dispatchId: data.MethodData.DispatchId, params: data.ApiParams ?? {}, isGeneric: false };
}
