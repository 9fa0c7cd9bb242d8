const key = "person";

/** Returns the login that the page writes as; the choice lasts as long as the browser tab. */
export function actingPerson() {
  return sessionStorage.getItem(key) ?? "octavia";
}

export function actAs(login) {
  sessionStorage.setItem(key, login);
}
