import { data, Evaluator, Lexer, Parser } from "@actions/expressions";

/** What expressions may read, by GitHub's names: `inputs`, `secrets` and `github`. */
export type ExpressionContext = Record<string, Record<string, string>>;

/** Replaces each `${{ … }}` of a text by its value, with GitHub's own evaluator. Throws for an invalid expression. */
export function interpolate(text: string, context: ExpressionContext): string {
  return text.replace(/\$\{\{(.*?)\}\}/gs, (_whole, expression: string) => evaluate(expression, context));
}

function evaluate(expression: string, context: ExpressionContext): string {
  const { tokens } = new Lexer(expression).lex();
  const parsed = new Parser(tokens, Object.keys(context), []).parse();
  const values = Object.entries(context).map(([key, members]) => ({ key, value: dictionary(members) }));
  return new Evaluator(parsed, new data.Dictionary(...values)).evaluate().coerceString();
}

function dictionary(members: Record<string, string>): data.Dictionary {
  const pairs = Object.entries(members).map(([key, value]) => ({ key, value: new data.StringData(value) }));
  return new data.Dictionary(...pairs);
}
