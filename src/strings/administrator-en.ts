/** The words of an administrator's recall, in English. */

export const administratorEn = {
  removedAt: (storeId: string, removed: number) =>
    `${storeId}: ${String(removed)} objects removed.`,
  removalFinal:
    "Nothing can be restored any more. Recipients read that the stores do not have this transfer, or, where the sender has recalled it as well, when and why. If it is still being sent, give the same command again afterwards.",
  administratorWay:
    "--as-administrator works with the stores' own keys (--config), not through --gateway.",
  administratorReason:
    "--reason needs the sender's signature; an administrator's recall cannot leave one.",
  administratorRoute: "--route goes with --as-administrator and the name of a transfer.",
};
