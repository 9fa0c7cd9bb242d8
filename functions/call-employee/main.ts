export async function handler(): Promise<never> {
  throw new Error("call-employee is not there yet");
}
