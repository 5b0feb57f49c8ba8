/** Names that had to be changed, and into what. */
import { useStrings } from "../strings-context";
import { ProblemBar } from "./problem-bar";

const MOST_SHOWN = 8;

export interface ChangedNamesProps {
  readonly title: string;
  readonly renamed: readonly { readonly from: string; readonly to: string }[];
  readonly line: (from: string, to: string) => string;
}

export function ChangedNames({ title, renamed, line }: ChangedNamesProps) {
  const { common } = useStrings().pages;
  if (renamed.length === 0) return null;
  const rest = renamed.length - MOST_SHOWN;
  const lines = [
    title,
    ...renamed.slice(0, MOST_SHOWN).map(({ from, to }) => line(from, to)),
    ...(rest > 0 ? [common.and(rest)] : []),
  ];
  return <ProblemBar intent="info">{lines.join("\n")}</ProblemBar>;
}
