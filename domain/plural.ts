/** The form a Russian number asks for: 1, 21 «ребёнок»; 2–4, 22 «ребёнка»; 5–20, 111 «детей». */
export function russianForm<T>(value: number, one: T, few: T, many: T): T {
  const unit = value % 10;
  const isTeen = Math.floor(value / 10) % 10 === 1;
  if (isTeen || unit === 0 || unit >= 5) return many;
  return unit === 1 ? one : few;
}
