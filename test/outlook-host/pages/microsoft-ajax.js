// What office.js uses of MicrosoftAjax.js, which is not in its npm package.
(function () {
  var fail = function (name) {
    return function (message) {
      var error = new Error("Sys." + name + "Exception: " + (message || ""));
      error.name = "Sys." + name + "Exception";
      return error;
    };
  };
  Error.argument = fail("Argument");
  Error.argumentNull = fail("ArgumentNull");
  Error.argumentOutOfRange = fail("ArgumentOutOfRange");
  Error.argumentType = fail("ArgumentType");
  Error.argumentUndefined = fail("ArgumentUndefined");
  Error.invalidOperation = fail("InvalidOperation");
  Error.notImplemented = fail("NotImplemented");
  Error.parameterCount = fail("ParameterCount");
  Function._validateParams = function () {
    return null;
  };
  Function._validateParameter = function () {
    return null;
  };
  Function.createDelegate = function (instance, method) {
    return method.bind(instance);
  };
  String.format = function (pattern) {
    var values = Array.prototype.slice.call(arguments, 1);
    return pattern.replace(/\{(\d+)\}/g, function (all, i) {
      return String(values[i]);
    });
  };
  window.Type = {
    registerNamespace: function (path) {
      path.split(".").reduce(function (parent, name) {
        return (parent[name] = parent[name] || {});
      }, window);
    },
    registerClass: function () {},
  };
  window.Sys = {
    Browser: { agent: {}, InternetExplorer: "InternetExplorer" },
    Debug: { trace: function () {} },
    StringBuilder: function () {},
    Serialization: {
      JavaScriptSerializer: { serialize: JSON.stringify, deserialize: JSON.parse },
    },
  };
})();
