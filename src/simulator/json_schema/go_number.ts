/**
 * A number as Juju shows it: whole ones with all of their digits, others as Go's
 * `%g` does.
 *
 * Source: `resultErrorFormatNumber` of `github.com/juju/gojsonschema`.
 */
export function goNumber(value: number): string {
  if (Number.isSafeInteger(value)) return value === 0 ? "0" : String(value);
  const [digits, exponent] = value.toExponential().split("e");
  const power = Number(exponent);
  if (power >= -4 && power < 6 || !Number.isFinite(value)) return String(value);
  const sign = power < 0 ? "-" : "+";
  return `${digits}e${sign}${String(Math.abs(power)).padStart(2, "0")}`;
}
