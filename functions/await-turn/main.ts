export async function handler(): Promise<never> {
  throw new Error("await-turn is not there yet");
}
