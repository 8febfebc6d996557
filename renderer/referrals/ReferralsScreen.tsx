export default function ReferralsScreen(_props: { id: string | null }) {
  return null;
}
