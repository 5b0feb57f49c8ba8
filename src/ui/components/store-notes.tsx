/** Which storage locations were not in order: a note, not an alarm, as long as the files are whole. */
import type { StoreVerdict } from "../../core/transfer/verdicts";
import type { NameStore } from "../store-names";
import { useStrings } from "../strings-context";
import { ProblemBar } from "./problem-bar";

export interface StoreNotesProps {
  readonly title: string;
  readonly stores: readonly StoreVerdict[];
  readonly nameStore: NameStore;
}

export function StoreNotes({ title, stores, nameStore }: StoreNotesProps) {
  const { storeReasons, pages } = useStrings();
  const lines = stores
    .filter(({ verdict }) => verdict !== "good")
    .map(({ storeId, verdict, reason }) => {
      const why = reason ?? verdict;
      return pages.restore.notes.store(nameStore(storeId), storeReasons[why] ?? why);
    });
  if (lines.length === 0) return null;
  return <ProblemBar intent="info">{[title, ...lines].join("\n")}</ProblemBar>;
}
