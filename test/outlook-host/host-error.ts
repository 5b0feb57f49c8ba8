/** An error code of Outlook's own table, as the host answers it; office.js finds name and message. */
export const CODES = {
  attachmentTooLarge: 9000,
  tooManyAttachments: 9001,
  invalidAttachmentId: 9003,
  uploadFailed: 9007,
  attachmentMissing: 9008,
  duplicateNotification: 9023,
  missingNotification: 9024,
  tooManyNotifications: 9025,
  itemChanged: 9030,
  internalServerError: 9042,
  attachmentTypeNotSupported: 9043,
  itemNotSaved: 9046,
  keyNotFound: 9050,
  sessionDataTooLong: 9051,
  tooManyIncompleteRequests: 5100,
  notSupported: 5000,
} as const;

export class HostError extends Error {
  readonly code: number;

  constructor(code: number) {
    super(`Outlook error ${String(code)}`);
    this.code = code;
  }
}
