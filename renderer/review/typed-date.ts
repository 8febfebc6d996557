/** Dots come by themselves while digits are typed; deleting is left alone. */
export function withDots(value: string, before: string): string {
  const clean = value.replace(/[^\d.,/ -]/g, '').slice(0, 10);
  if (clean.length <= before.length || /[^\d.]/.test(clean)) {
    return clean;
  }
  const digits = clean.replace(/\D/g, '');
  if (/^\d{2}$|^\d{2}\.\d{2}$/.test(clean)) {
    return `${clean}.`;
  }
  return clean.includes('.') || digits.length < 8
    ? clean
    : `${digits.slice(0, 2)}.${digits.slice(2, 4)}.${digits.slice(4, 8)}`;
}
