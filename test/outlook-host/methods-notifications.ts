/** The bars above a mail. */
import { CODES, HostError } from "./host-error";
import type { HostNotification } from "./mail";
import type { Method, MethodContext } from "./methods";

const INSIGHT = 3;
const MAX_NOTIFICATIONS = 5;
const NAMES = [
  "informationalMessage",
  "progressIndicator",
  "errorMessage",
  "insightMessage",
] as const;

function put({ mail, params }: MethodContext, isReplacing: boolean): void {
  const given = params as unknown as HostNotification;
  const others = mail.notifications.filter(({ key }) => key !== given.key);
  const isThere = others.length < mail.notifications.length;
  if (isReplacing && !isThere) throw new HostError(CODES.missingNotification);
  if (!isReplacing && isThere) throw new HostError(CODES.duplicateNotification);
  if (others.length >= MAX_NOTIFICATIONS) throw new HostError(CODES.tooManyNotifications);
  // One with a button for each add-in and mail.
  if (given.type === INSIGHT && others.some(({ type }) => type === INSIGHT)) {
    throw new HostError(CODES.tooManyNotifications);
  }
  mail.notifications = [...others, given];
}

function remove({ mail, params }: MethodContext): void {
  const others = mail.notifications.filter(({ key }) => key !== params["key"]);
  if (others.length === mail.notifications.length) throw new HostError(CODES.missingNotification);
  mail.notifications = others;
}

export const NOTIFICATION_METHODS: Readonly<Record<number, Method>> = {
  33: {
    name: "notificationMessages.addAsync",
    run: (context) => {
      put(context, false);
    },
  },
  34: {
    name: "notificationMessages.getAllAsync",
    run: ({ mail }) =>
      mail.notifications.map((notification) => ({
        ...notification,
        type: NAMES[notification.type],
      })),
  },
  35: {
    name: "notificationMessages.replaceAsync",
    run: (context) => {
      put(context, true);
    },
  },
  36: { name: "notificationMessages.removeAsync", run: remove },
};
