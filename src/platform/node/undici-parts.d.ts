/** Some of undici's files, without all that its index loads beside it: mocks, caches, WebSockets. */
declare module "undici/lib/dispatcher/agent.js" {
  import { Agent } from "undici";
  export = Agent;
}

declare module "undici/lib/core/connect.js" {
  import { buildConnector } from "undici";
  export = buildConnector;
}

declare module "undici/lib/core/symbols.js" {
  const symbols: { readonly kParser: symbol };
  export = symbols;
}
