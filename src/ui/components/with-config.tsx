/** What needs to know how the gateway is set up, once the gateway has said so. */
import { Spinner } from "@fluentui/react-components";
import { useEffect, useMemo, useState, type ReactNode } from "react";
import type { PublicConfig } from "../../core/gateway-api";
import type { Transfers } from "../../platform/browser/transfers";
import { createStoreNames, type NameStore } from "../store-names";
import { useStrings } from "../strings-context";
import { UnreachableNotice } from "./page-notices";

/** What a screen gets once the gateway has answered. */
export interface ConfiguredServices {
  readonly config: PublicConfig;
  readonly nameStore: NameStore;
}

export interface WithConfigProps {
  readonly transfers: Pick<Transfers, "config">;
  readonly render: (services: ConfiguredServices) => ReactNode;
}

type ConfigState = PublicConfig | "asking" | "unreachable";

function useConfig(transfers: Pick<Transfers, "config">): {
  readonly config: ConfigState;
  readonly retry: () => void;
} {
  const [config, setConfig] = useState<ConfigState>("asking");
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    let isWanted = true;
    transfers.config().then(
      (found) => {
        if (isWanted) setConfig(found);
      },
      () => {
        if (isWanted) setConfig("unreachable");
      },
    );
    return () => {
      isWanted = false;
    };
  }, [transfers, attempt]);
  const retry = (): void => {
    setConfig("asking");
    setAttempt(attempt + 1);
  };
  return { config, retry };
}

export function WithConfig({ transfers, render }: WithConfigProps) {
  const strings = useStrings();
  const { config, retry } = useConfig(transfers);
  const nameStore = useMemo(
    () => createStoreNames(typeof config === "string" ? [] : config.routes, strings),
    [config, strings],
  );
  if (config === "asking") return <Spinner label={strings.pages.common.loading} />;
  if (config === "unreachable") return <UnreachableNotice onRetry={retry} />;
  return render({ config, nameStore });
}
