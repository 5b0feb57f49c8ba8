/** What anyone may know of the configuration. */
import type { AuthConfig, Config, StoreConfig } from "../clouds/config";
import type { PublicConfig, PublicRoute, PublicStore, SignIn } from "../core/gateway-api";

function publicStore(id: string, store: StoreConfig | undefined): PublicStore {
  const { cloud = "local", region, jurisdiction } = store ?? {};
  return {
    ...{ id, cloud },
    ...(region !== undefined && { region }),
    ...(jurisdiction !== undefined && { jurisdiction }),
  };
}

function publicSignIn(auth: AuthConfig): SignIn {
  if (auth.mode === "none") return auth;
  const { mode, clientId, authority, audience, scope } = auth;
  const resource = audience.includes("://") ? audience : `api://${audience}`;
  const full = scope.includes("://") ? scope : `${resource}/${scope}`;
  return { mode, clientId, authority, scope: full };
}

export function publicConfig(config: Config, origin: string): PublicConfig {
  const { threshold, expiryDays, maxTransferBytes, restore } = config;
  return {
    origin,
    routes: config.routes.map(({ id, label, suite, k, stores, closed }): PublicRoute => ({
      ...{ number: id, label, suite, k, n: stores.length },
      stores: stores.map((store) => publicStore(store, config.stores[store])),
      isOpen: !closed,
    })),
    policy: { threshold, expiryDays, maxTransferBytes: Math.floor(maxTransferBytes), restore },
    signIn: publicSignIn(config.auth),
  };
}
