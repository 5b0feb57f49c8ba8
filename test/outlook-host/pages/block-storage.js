// Third-party storage as Chromium blocks it in a cross-site frame and in its workers.
(() => {
  const refuse = () => {
    throw new DOMException("Access is denied for this document.", "SecurityError");
  };
  for (const name of ["localStorage", "sessionStorage", "caches"]) {
    Object.defineProperty(globalThis, name, { configurable: true, get: refuse });
  }
  indexedDB.constructor.prototype.open = function () {
    const request = new EventTarget();
    Object.assign(request, { result: undefined, onsuccess: null, onerror: null });
    request.error = new DOMException("Internal error.", "UnknownError");
    queueMicrotask(() => {
      const event = new Event("error", { cancelable: true });
      request.onerror?.(event);
      request.dispatchEvent(event);
    });
    return request;
  };
  const reject = () => Promise.reject(new DOMException("Storage is blocked.", "SecurityError"));
  StorageManager.prototype.getDirectory = reject;
  LockManager.prototype.request = reject;
  LockManager.prototype.query = reject;
  StorageManager.prototype.persist = () => Promise.resolve(false);
  if (globalThis.Document !== undefined) {
    Object.defineProperty(Document.prototype, "cookie", {
      configurable: true,
      get: () => "",
      set: () => {},
    });
  }
})();
