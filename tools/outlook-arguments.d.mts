export function outlookArguments(
  given: readonly string[],
  devCertificate: () => Promise<{ readonly cert: string; readonly key: string }>,
  manifestPath: string,
): Promise<readonly string[]>;
