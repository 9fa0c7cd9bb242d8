export async function handler(): Promise<never> {
  throw new Error("start-workflow is not there yet");
}
