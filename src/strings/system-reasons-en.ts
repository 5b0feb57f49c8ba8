/** What the system says of a file. */
export const systemReasonsEn: Readonly<Record<string, string>> = {
  EACCES: "permission denied",
  EPERM: "permission denied",
  ENOENT: "it is not there",
  ENOTDIR: "a part of the path is not a folder",
  EISDIR: "it is a folder",
  EROFS: "the disk can only be read",
  EIO: "the disk reports an error",
  ENAMETOOLONG: "its name is too long",
  EMFILE: "too many files are open",
  ETIMEDOUT: "it takes too long",
  ENOTSUP: "something else stands in an object's place",
  ELOOP: "a link stands in an object's place",
  ENXIO: "something else stands in an object's place",
};
