/** What did not work, and one button that tries it again. */
import { Button } from "@fluentui/react-components";
import { useStrings } from "../strings-context";
import { ProblemBar, type ProblemBarProps } from "./problem-bar";

export interface RetryBarProps extends Omit<ProblemBarProps, "actions"> {
  readonly onRetry: () => void;
}

export function RetryBar({ onRetry, ...bar }: RetryBarProps) {
  const { common } = useStrings().pages;
  return <ProblemBar {...bar} actions={<Button onClick={onRetry}>{common.tryAgain}</Button>} />;
}
