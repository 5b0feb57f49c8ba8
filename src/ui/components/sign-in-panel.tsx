/** Who is signed in, or the button that signs in. */
import { Button, makeStyles, Spinner, tokens } from "@fluentui/react-components";
import { useEffect } from "react";
import type { SignInFlow } from "../flows/sign-in-flow";
import { useLive } from "../hooks/use-live";
import { useSentence } from "../hooks/use-sentence";
import type { NameStore } from "../store-names";
import { useStrings } from "../strings-context";
import { Panel } from "./panel";
import { ProblemBar } from "./problem-bar";

const useStyles = makeStyles({
  row: {
    display: "flex",
    flexWrap: "wrap",
    alignItems: "center",
    justifyContent: "space-between",
    gap: tokens.spacingHorizontalM,
  },
  text: { flexBasis: "240px", flexGrow: 1, minWidth: 0, overflowWrap: "anywhere" },
});

export interface SignInPanelProps {
  readonly flow: SignInFlow;
  readonly title: string;
  /** Why it is asked for. */
  readonly text: string;
  readonly nameStore: NameStore;
}

function SignInButton({ flow }: Pick<SignInPanelProps, "flow">) {
  const { signIn } = useStrings().pages.common;
  const { step } = useLive(flow.view);
  if (step === "preparing") return <Spinner label={signIn.preparing} size="tiny" />;
  if (step === "signing-in") return <Spinner label={signIn.waiting} size="tiny" />;
  return (
    <Button
      appearance={step === "signed-in" ? "subtle" : "primary"}
      onClick={() => {
        flow.signIn();
      }}
    >
      {step === "signed-in" ? signIn.another : signIn.button}
    </Button>
  );
}

export function SignInPanel({ flow, title, text, nameStore }: SignInPanelProps) {
  const styles = useStyles();
  const { signIn } = useStrings().pages.common;
  const sentence = useSentence(nameStore);
  const view = useLive(flow.view);
  useEffect(() => {
    flow.prepare();
  }, [flow]);
  const problem = "problem" in view ? view.problem : undefined;
  return (
    <Panel heading={title}>
      {problem !== undefined && <ProblemBar intent="error">{sentence(problem)}</ProblemBar>}
      <div className={styles.row}>
        <span className={styles.text}>
          {view.step === "signed-in" ? signIn.as(view.user) : text}
        </span>
        <SignInButton flow={flow} />
      </div>
    </Panel>
  );
}
