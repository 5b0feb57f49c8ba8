/** What a transfer says of itself before anything of it is fetched. */
import { makeStyles, tokens } from "@fluentui/react-components";
import type { OpenedCard } from "../../platform/browser/transfers";
import { useStrings } from "../strings-context";
import { FactList, type Fact } from "./fact-list";

const useStyles = makeStyles({
  sender: { fontWeight: tokens.fontWeightSemibold },
});

export interface TransferCardProps {
  readonly card: OpenedCard;
}

function useFacts({ from, files, dirs, totalBytes, expirySeconds, stores, k }: OpenedCard) {
  const styles = useStyles();
  const { common, restore } = useStrings().pages;
  const { card } = restore;
  const sender = [from?.name, from?.contact].filter((part) => part !== undefined && part !== "");
  const counted = [
    ...(files.length > 0 || dirs.length === 0 ? [common.files(files.length)] : []),
    ...(files.length === 0 && dirs.length > 0 ? [common.folders(dirs.length)] : []),
  ].join(common.listSeparator);
  const good = stores.filter(({ verdict }) => verdict === "good").length;
  const facts: readonly Fact[] = [
    sender.length === 0
      ? { name: card.from, value: card.unknownSender }
      : {
          name: card.from,
          value: <bdi className={styles.sender}>{sender.join(common.listSeparator)}</bdi>,
          note: card.statedBySender,
        },
    { name: card.contents, value: counted, note: common.size(totalBytes) },
    {
      name: card.available,
      value:
        expirySeconds === undefined ? card.unlimited : card.until(common.moment(expirySeconds)),
    },
    {
      name: card.locations,
      value: card.answered(good, stores.length),
      ...(stores.length > 1 && { note: card.enough(k) }),
    },
  ];
  return facts;
}

export function TransferCard({ card }: TransferCardProps) {
  return <FactList facts={useFacts(card)} />;
}
