/** RFC 1918, RFC 6598 and link-local: nobody outside that network can send there. Loopback is not among them. */
export const isPrivate = (address: string): boolean =>
  /^(10\.|192\.168\.|169\.254\.|172\.(1[6-9]|2\d|3[01])\.|100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.)/.test(address);

/** An IPv4 address that anybody can send to. */
export const isPublic = (address: string): boolean =>
  /^\d{1,3}(\.\d{1,3}){3}$/.test(address) && !isPrivate(address) && !/^(0|127|22[4-9]|2[3-5]\d)\./.test(address);
