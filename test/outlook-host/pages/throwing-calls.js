// Makes calls of office.js throw in the caller's face, as it does for wrong arguments and missing rights:
// once each for the dispatch ids in __throwingCalls.
(() => {
  if (globalThis.__throwingCalls !== undefined) return;
  globalThis.__throwingCalls = [];
  const endPoint = OSF._OfficeAppFactory.getClientEndPoint();
  const invoke = endPoint.invoke;
  endPoint.invoke = function (action, callback, data) {
    const at = globalThis.__throwingCalls.indexOf(data?.MethodData?.DispatchId);
    if (at >= 0) {
      globalThis.__throwingCalls.splice(at, 1);
      throw new Error("Sys.ArgumentException: Value does not fall within the expected range.");
    }
    return invoke.call(this, action, callback, data);
  };
})();
