/** How GitHub shows whoever has deleted the account. */
export const nobody = "ghost";
