from accounts.services.tokens import hash_of, new_token


class TestNewToken:
    def test_has_256_random_bits(self):
        assert len(new_token()) >= 43
        assert new_token() != new_token()


class TestHashOf:
    def test_tells_tokens_apart_and_not_what_they_are(self):
        token = new_token()

        assert hash_of(token) == hash_of(token) != hash_of(new_token())
        assert token not in hash_of(token)
