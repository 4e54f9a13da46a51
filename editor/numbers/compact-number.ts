/** A phone number as it is kept: without what people put between the digits; 00 in front means +. */
export const compactNumber = (typed: string): string => typed.replaceAll(/[\s()./-]/g, '').replace(/^00/, '+');
